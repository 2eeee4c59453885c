"""Care for what the product keeps: history, the register of personal data, exports, erasure, retention and back-up."""
