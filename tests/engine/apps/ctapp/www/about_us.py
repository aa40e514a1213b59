sitemap = 1
