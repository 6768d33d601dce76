"""Files that go to other people and programs, and files that come from them."""
