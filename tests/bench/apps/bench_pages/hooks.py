"""An app with what the baseline measures and govplan has no such page for."""

app_name = "bench_pages"
app_title = "Benchmarks"
app_publisher = "govplan"
app_license = "Apache-2.0"
