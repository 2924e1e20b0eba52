"""Documents to print: the board pack and the record sheet, drawn from figures and records as one lens sees them."""
