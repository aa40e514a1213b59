"""What the tests of mail share: the account, a mail, how far it got."""

from datetime import timedelta

import frappe
import time_machine

from frappe_embedded.dates import now_datetime
from frappe_embedded.site import update_site_config

ANA, BETO = "ana@example.org", "beto@example.org"
CONFIG = ("mail_server", "mail_port", "use_tls", "use_ssl", "mail_login", "mail_password")


def configure(port, **more):
    given = {"mail_server": "127.0.0.1", "mail_port": port, "auto_email_id": "plan@town.example"}
    for key, value in {**given, "email_sender_name": "Planificación", **more}.items():
        update_site_config(key, value)


def send(*recipients, **more):
    given = {"subject": "Reporte devuelto", "message": "<p>Falta la evidencia</p>", **more}
    mail = frappe.sendmail(recipients=list(recipients), **given)
    frappe.db.commit()
    return mail


def state(mail):
    """Status of the mail, and of each recipient."""
    mail.reload()
    return mail.status, {row.recipient: row.status for row in mail.recipients}


def later(minutes):
    return time_machine.travel(now_datetime() + timedelta(minutes=minutes), tick=True)
