"""What identifies a person without a face: PIN and QR card (認証手段). Not: what is recorded then (`clocking`)."""
