"""Reads an interval log with HdrHistogram's own reader: read_log.py FILE prints a JSON array of its intervals."""

import json
import sys

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogReader

PERCENTS = [50, 90, 99, 99.9, 100]

total = HdrHistogram(1, 3_600_000_000_000, 3)
reader = HistogramLogReader(sys.argv[1], total)
intervals = []
while interval := reader.get_next_interval_histogram():
    intervals.append({
        "start": interval.get_start_time_stamp(),
        "end": interval.get_end_time_stamp(),
        "count": interval.get_total_count(),
        "percentiles": [interval.get_value_at_percentile(percent) for percent in PERCENTS],
    })
json.dump(intervals, sys.stdout)
