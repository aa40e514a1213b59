from frappe.website.website_generator import WebsiteGenerator


class CtArticle(WebsiteGenerator):
    pass
