from bench_pages.www.bench_units import get_context as get_context

no_cache = 1
