/** The `code`s of Node's errors that tell that a TLS connection can't be made or trusted. */
export const TLS_CODE =
  /^(EPROTO|ERR_(TLS|SSL|OSSL)_\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|(\w+_)?(CERT|CRL)(_\w+)?)$/
