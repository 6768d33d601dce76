"""The chain from doing to done."""

CHAIN = ("start", "submit", "verify", "publish", "close")
"""The steps from doing to done, in their order; `steps` is an ordered subset that ends in close."""

CHAIN_OF_KIND = {"task": ("start", "submit", "close"), "rectification": CHAIN}
