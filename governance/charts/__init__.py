"""Pictures of figures: pure functions from rows to a chart and the sentence that says the same in words."""

from governance.charts.chart import Chart

__all__ = ["Chart"]
