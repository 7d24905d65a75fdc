"""The service kit: what every Anju service needs and none should write twice."""
