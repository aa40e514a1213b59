from bench_pages.www import bench_units

no_cache = 1


def get_context(context):
    """The same page, made anew for each reader."""
    bench_units.get_context(context)
    context.template = "bench_pages/www/bench_units.html"
