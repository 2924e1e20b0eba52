"""Screen of the law: what the rules and the clocks say."""
