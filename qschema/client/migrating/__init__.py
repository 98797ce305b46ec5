"""What copying collections needs: how each is created, and what may go wrong."""
