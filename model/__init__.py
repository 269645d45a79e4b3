"""The vocabulary of the house: frozen values and the error tree. Standard library only."""
