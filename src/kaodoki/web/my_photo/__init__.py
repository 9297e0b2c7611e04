"""My photo (顔写真の申請): the employee's own pages on their phone, from the invitation to the approval."""
