"""An issuing bank, an acquirer and a regional treasury bank in one small process; it imports nothing of ours."""
