"""Every exception of the engine, each with the HTTP status a request that raises it ends with."""


class NotSupported(NotImplementedError):
    """Part of Frappe the embedded engine does not have. The message says what to use instead."""

    http_status_code = 501


class ValidationError(Exception):
    """What was asked for breaks a rule of the data."""

    http_status_code = 417


class MandatoryError(ValidationError):
    """A required field is empty."""


class LinkValidationError(ValidationError):
    """A link names a record that does not exist."""


class CancelledLinkError(LinkValidationError):
    """A link names a cancelled record."""


class LinkExistsError(ValidationError):
    """The record cannot go: others refer to it."""


class TimestampMismatchError(ValidationError):
    """Somebody saved the record after it was loaded."""


class DocstatusTransitionError(ValidationError):
    """Draft, submitted and cancelled follow each other only in that order."""


class UpdateAfterSubmitError(ValidationError):
    """The field is frozen once the record is submitted."""


class UniqueValidationError(ValidationError):
    """Another record has this value in a unique field."""


class CannotChangeConstantError(ValidationError):
    """The field may be set once only."""


class CharacterLengthExceededError(ValidationError):
    """The value is longer than its column."""


class NonNegativeError(ValidationError):
    """The field takes no negative number."""


class InvalidEmailAddressError(ValidationError):
    """Not an e-mail address."""


class InvalidPhoneNumberError(ValidationError):
    """Not a telephone number."""


class InvalidNameError(ValidationError):
    """Not a person's name."""


class DataError(ValidationError):
    """A query asks for something it may not."""


class DocumentLockedError(ValidationError):
    """Another job is working on the record."""


class AppNotInstalledError(ValidationError):
    """The site does not have the app."""


class FileTypeNotAllowed(ValidationError):
    """Files of this type are not accepted."""


class MaxFileSizeReachedError(ValidationError):
    """The file is larger than the site accepts."""


class RetryBackgroundJobError(Exception):
    """The job asks to be run again."""


class DoesNotExistError(ValidationError):
    """There is no such record."""

    http_status_code = 404


class PageDoesNotExistError(ValidationError):
    """There is no such page."""

    http_status_code = 404


class RateLimitExceededError(ValidationError):
    """Too many calls in the time allowed."""

    http_status_code = 429


class BadRequestError(ValidationError):
    """The request cannot be read."""

    http_status_code = 400


class RequestTooLargeError(ValidationError):
    """The body is larger than the site takes."""

    http_status_code = 413


class LinkExpired(ValidationError):
    """The link was good for a time that has passed."""

    http_status_code = 410


class InReadOnlyMode(ValidationError):
    """The site takes no writes now."""

    http_status_code = 503


class WorkflowStateError(ValidationError):
    """The record has no state to start from."""


class WorkflowTransitionError(ValidationError):
    """The workflow has no such step from here, or not for this user."""


class WorkflowPermissionError(ValidationError):
    """The change of state is not allowed to this user."""


class NestedSetRecursionError(ValidationError):
    """A node cannot go under itself."""


class NestedSetMultipleRootsError(ValidationError):
    """The tree has one root only."""


class NestedSetChildExistsError(ValidationError):
    """A node with children cannot go."""


class FrappeTypeError(TypeError):
    """An argument of a whitelisted call has the wrong type."""

    http_status_code = 417


class NameError(Exception):
    """The record cannot have this name."""

    http_status_code = 409


class DuplicateEntryError(NameError):
    """A record of this name exists."""


class PermissionError(Exception):
    """The user may not do this."""

    http_status_code = 403


class AuthenticationError(Exception):
    """The user is not who they say."""

    http_status_code = 401


class SessionExpired(Exception):
    """The session has ended."""

    http_status_code = 401


class SecurityException(Exception):
    """Too many failed log-ins, or another sign of attack. Frappe answers 500, a crash's status."""

    http_status_code = 429


class CSRFTokenError(Exception):
    """The request does not come from one of the site's own forms."""

    http_status_code = 400


class UnsupportedMediaType(Exception):
    """The body has a type the address does not take."""

    http_status_code = 415


class OutgoingEmailError(Exception):
    """The site cannot send mail."""

    http_status_code = 501


class SessionStopped(Exception):
    """The site is being maintained."""

    http_status_code = 503


class QueueOverloaded(Exception):
    """Too many jobs are waiting."""

    http_status_code = 503


class Redirect(Exception):
    """Go to `frappe.local.flags.redirect_location`; the argument is the HTTP status."""

    def __init__(self, http_status_code: int = 301) -> None:
        super().__init__(http_status_code)
        self.http_status_code = http_status_code


class SiteNotSpecifiedError(Exception):
    """No site was named and there is no default."""


class IncorrectSitePath(Exception):
    """The named site does not exist."""

    http_status_code = 404


class LockTimeoutError(Exception):
    """A file lock did not come free in time."""


class TooManyWritesError(Exception):
    """One transaction wrote more rows than it should."""


class ImplicitCommitError(Exception):
    """The statement would commit what is pending."""


class DatabaseError(Exception):
    """The database refused a statement. `args` is `(code, message)`, with MariaDB's codes."""

    http_status_code = 500

    @property
    def code(self) -> int:
        """MariaDB's number: 1054 unknown column, 1146 unknown table, 1062 duplicate."""
        return int(self.args[0]) if self.args and isinstance(self.args[0], int) else 0


class OperationalError(DatabaseError):
    """A column that is not there, a full disk, a lost connection."""


class DatabaseGoneError(OperationalError):
    """The database does not answer, or its file cannot be opened."""

    http_status_code = 503


class StorageFullError(OperationalError):
    """There is no room left to write, or the disk fails."""

    http_status_code = 507


class ProgrammingError(DatabaseError):
    """A table that is not there, or a statement that cannot be read."""


class IntegrityError(DatabaseError):
    """A unique index or a NOT NULL column refused the row."""


class QueryTimeoutError(DatabaseError):
    """Another writer held the lock for too long."""


class QueryDeadlockError(DatabaseError):
    """Two transactions wait for each other."""
