"""Mail: asked for with `sendmail`, kept in the Email Queue with the caller's work, sent later."""

from .asking import sendmail as sendmail
