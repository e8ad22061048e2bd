-- Order numbers open nothing and stand on no paper's gapless series; a sequence keeps submissions from queueing behind
-- one counter row.
CREATE SEQUENCE IF NOT EXISTS orders_number_seq;
GRANT USAGE, SELECT ON SEQUENCE orders_number_seq TO dasaran_app;
