SELECT issuer FROM identities WHERE account = $1
