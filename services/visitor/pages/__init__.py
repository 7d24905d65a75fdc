"""Pages that the service serves itself: for visitors, for kiosks, for residents. Rendered here,
Chinese first; scripts do what only scripts can: cameras, microphones, sockets."""
