"""What must always hold for vendors, as SQL that returns the rows that break it."""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "vendors certified",
        "an active vendor was verified by as many people as its legal form needs",
        """SELECT vendor.organisation_id FROM vendors_vendor vendor
            WHERE vendor.state = 'active' AND NOT EXISTS (
              SELECT 1 FROM vendors_review review
               WHERE review.vendor_id = vendor.organisation_id AND review.decision = 'verify'
                 AND review.verifier_id IS NOT NULL
                 AND (vendor.legal_form = 'perorangan' OR review.second_verifier_id IS NOT NULL)) LIMIT 20""",
    ),
    Invariant(
        "I-40 accounts",
        "a verified account was looked at, and a changed one by two people and held",
        """SELECT account.id FROM vendors_bankaccount account
            WHERE account.state = 'verified' AND (account.verified_by_id IS NULL OR account.usable_from IS NULL
               OR (account.replaces_id IS NOT NULL
                   AND (account.second_verified_by_id IS NULL OR account.usable_from <= account.verified_at))
               OR account.proposed_by_id IN (account.verified_by_id, account.second_verified_by_id))
            LIMIT 20""",
    ),
    Invariant(
        "I-40 shared",
        "no account in force belongs to two vendors",
        """SELECT number_hash FROM vendors_bankaccount WHERE state = 'verified'
            GROUP BY number_hash HAVING count(DISTINCT vendor_id) > 1 LIMIT 20""",
    ),
    Invariant(
        "S10 people",
        "no verifier certified a vendor of which they are owner or manager",
        """SELECT review.id FROM vendors_review review
             JOIN vendors_principal principal ON principal.vendor_id = review.vendor_id
             JOIN accounts_user person ON person.nik_hash = principal.nik_hash
            WHERE review.decision = 'verify' AND person.id IN (review.verifier_id, review.second_verifier_id)
            LIMIT 20""",
    ),
    Invariant(
        "vendors history",
        "the state of a vendor is that of its last move",
        """SELECT vendor.organisation_id FROM vendors_vendor vendor
             JOIN LATERAL (SELECT after FROM vendors_vendorhistory move WHERE move.vendor_id = vendor.organisation_id
                            ORDER BY move.id DESC LIMIT 1) last ON true
            WHERE last.after <> vendor.state LIMIT 20""",
    ),
]
