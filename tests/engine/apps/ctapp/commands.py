"""Commands of the app."""

import click
import frappe
from frappe.commands import get_site, pass_context


@click.command("ct-count")
@pass_context
def count(context):
    """Count the things of a site."""
    frappe.init(get_site(context))
    frappe.connect()
    click.echo(f"{frappe.db.count('Ct Thing')} things on {frappe.local.site}")
    frappe.destroy()


commands = [count]
