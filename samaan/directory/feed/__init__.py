"""The public directory as Open Referral HSDS 3.0: read only, without places that are sealed."""
