"""Files with rows and columns: reading what others hand us, writing what we hand out."""
