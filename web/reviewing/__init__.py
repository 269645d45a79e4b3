"""What people record on these pages: who they are, what they decided, what agencies replied."""
