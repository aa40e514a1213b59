"""The records of perf_baseline.md, section 2, beside govplan's units, indicators and people."""

app_name = "bench_records"
app_title = "Bench Records"
app_publisher = "govplan"
app_description = "Monthly progress as the baseline defines it"
app_email = "govplan@localhost"
app_license = "Apache-2.0"
