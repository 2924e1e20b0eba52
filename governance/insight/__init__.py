"""What the register adds up to: figures with their rows, coverage, accountability, officers, risks, trends."""
