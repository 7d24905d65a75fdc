"""What goes up and what comes in: GA/T 1400, figures for the extranet, the ledger of both."""
