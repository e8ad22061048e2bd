"""The platform as a party of its own: its clearing accounts are kept under the operator's organisation."""

from django.core.exceptions import ImproperlyConfigured

from marketplace.accounts.models import Organisation, OrganisationKind


def operator_id() -> int:
    """The oldest organisation of kind operator. Raises ImproperlyConfigured when the site has none."""
    found = Organisation.objects.filter(kind=OrganisationKind.OPERATOR).order_by("pk").values_list("pk", flat=True)
    if not found:
        raise ImproperlyConfigured("no organisation of kind operator; open one before cards are used")
    return found[0]
