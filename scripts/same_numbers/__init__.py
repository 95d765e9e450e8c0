"""The numbers of a checkout, recorded before a refactoring and compared after it: see `__main__`."""
