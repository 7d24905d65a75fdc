"""What had to be built, what is built, what works: measured from facts that anybody can check."""
