-- The simulator's books. Card side in whole rupiah; Stripe-shaped bodies keep Stripe's minor units (rupiah x 100).

CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS object (             -- every Stripe-shaped thing; position is the order of creation
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS object_by_kind ON object (kind, position);

CREATE TABLE IF NOT EXISTS label (              -- metadata and list filters, for look-ups without a scan
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    position INTEGER NOT NULL,
    object_id TEXT NOT NULL REFERENCES object (id),
    PRIMARY KEY (kind, key, value, position)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS card_account (
    card_id TEXT PRIMARY KEY REFERENCES object (id),
    billing_account TEXT NOT NULL,
    skpd_code TEXT NOT NULL,
    holder_name TEXT NOT NULL,
    pan_masked TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    status TEXT NOT NULL,
    limit_idr INTEGER NOT NULL CHECK (limit_idr >= 0),
    per_txn_idr INTEGER NOT NULL CHECK (per_txn_idr >= 0),
    held_idr INTEGER NOT NULL DEFAULT 0 CHECK (held_idr >= 0),
    used_idr INTEGER NOT NULL DEFAULT 0             -- below zero after an over-payment
);
CREATE INDEX IF NOT EXISTS card_by_billing ON card_account (billing_account);

CREATE TABLE IF NOT EXISTS payment (            -- one row per payment intent: the bounds that must never break
    intent_id TEXT PRIMARY KEY REFERENCES object (id),
    card_id TEXT NOT NULL REFERENCES card_account (card_id),
    payable_ref TEXT NOT NULL DEFAULT '',
    authorised_idr INTEGER NOT NULL DEFAULT 0,
    captured_idr INTEGER NOT NULL DEFAULT 0,
    refunded_idr INTEGER NOT NULL DEFAULT 0,
    fee_idr INTEGER NOT NULL DEFAULT 0,
    CHECK (0 <= refunded_idr AND refunded_idr <= captured_idr AND captured_idr <= authorised_idr)
);
CREATE INDEX IF NOT EXISTS payment_by_payable ON payment (payable_ref);

CREATE TABLE IF NOT EXISTS transfer (           -- money paid out to a merchant's account
    transfer_id TEXT PRIMARY KEY REFERENCES object (id),
    destination TEXT NOT NULL REFERENCES object (id),
    payable_ref TEXT NOT NULL,
    amount_idr INTEGER NOT NULL CHECK (amount_idr > 0)
);
CREATE INDEX IF NOT EXISTS transfer_by_payable ON transfer (payable_ref);

CREATE TABLE IF NOT EXISTS balance (            -- running totals, so that no request sums the past
    name TEXT PRIMARY KEY,
    amount_idr INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS movement (           -- what stands on a card account and goes on its next statement
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    card_id TEXT NOT NULL REFERENCES card_account (card_id),
    kind TEXT NOT NULL CHECK (kind IN ('purchase', 'refund', 'payment', 'fee')),
    amount_idr INTEGER NOT NULL CHECK (amount_idr > 0),
    happened_at TEXT NOT NULL,
    posting_date TEXT NOT NULL,
    auth_code TEXT NOT NULL DEFAULT '',
    rrn TEXT NOT NULL DEFAULT '',
    merchant_name TEXT NOT NULL DEFAULT '',
    merchant_id TEXT NOT NULL DEFAULT '',
    mcc TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    original_ref TEXT NOT NULL DEFAULT '',
    source_id TEXT NOT NULL DEFAULT '',
    statement_no TEXT REFERENCES statement (statement_no)
);
CREATE INDEX IF NOT EXISTS movement_unbilled ON movement (card_id, posting_date) WHERE statement_no IS NULL;
CREATE INDEX IF NOT EXISTS movement_by_statement ON movement (statement_no);

CREATE TABLE IF NOT EXISTS statement (
    statement_no TEXT PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES card_account (card_id),
    position INTEGER NOT NULL,
    header TEXT NOT NULL,
    UNIQUE (card_id, position)
);

CREATE TABLE IF NOT EXISTS repayment (
    reference TEXT PRIMARY KEY,
    billing_account TEXT NOT NULL,
    amount_idr INTEGER NOT NULL CHECK (amount_idr > 0),
    body TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS answer (             -- what an idempotency key was answered, a 500 included
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    stored_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES object (id),
    endpoint_id TEXT NOT NULL REFERENCES object (id),
    due_at REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dropped', 'given_up'))
);
CREATE INDEX IF NOT EXISTS delivery_waiting ON delivery (due_at) WHERE state = 'waiting';
