"""What an adapter is made of, apart from the frameworks it knows: the standard library only."""
