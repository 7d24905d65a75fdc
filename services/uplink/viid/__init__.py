"""GA/T 1400 on the wire: digest, sessions, what is read, what is answered, and the client."""
