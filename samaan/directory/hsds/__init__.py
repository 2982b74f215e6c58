"""The directory as Open Referral HSDS 3.0 words it, for whoever may read what is public."""
