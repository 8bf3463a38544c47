"""How ``examples/province`` is made: real open data read and tidied, fictitious records written by hand."""
