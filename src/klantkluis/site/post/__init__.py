"""The letterbox: questions, requests, withdrawal from a purchase, the newsletter."""
