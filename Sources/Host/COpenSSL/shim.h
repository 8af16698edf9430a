#ifndef HARNESS_COPENSSL_H
#define HARNESS_COPENSSL_H
#include <openssl/evp.h>

/* Writes the 32 bytes of SHA-256 (FIPS 180-4) of `length` bytes; 1, or 0 when the library has no memory. */
static inline int harness_sha256(const void *bytes, size_t length, unsigned char *digest) {
  return EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL);
}
#endif
