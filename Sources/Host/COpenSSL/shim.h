#ifndef HARNESS_COPENSSL_H
#define HARNESS_COPENSSL_H
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>

/* What Swift cannot import: macros of OpenSSL, and a BIO whose ends are plain memory. */

static inline int harness_tls_set_versions(SSL_CTX *context, int lowest, int highest) {
  return SSL_CTX_set_min_proto_version(context, lowest) && SSL_CTX_set_max_proto_version(context, highest);
}
static inline void harness_tls_keep_no_sessions(SSL_CTX *context) {
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
}
static inline int harness_tls_set_server_name(SSL *connection, const char *name) {
  return (int)SSL_set_tlsext_host_name(connection, name);
}

/* The ciphertext of a connection: what came and was not read yet, and what is to be sent. Belongs to the caller and must not move. */
typedef struct {
  const unsigned char *input;
  size_t input_count;
  unsigned char *output;
  size_t output_count, output_capacity;
} harness_tls_wire;

static int harness_tls_wire_read(BIO *bio, char *bytes, int capacity) {
  harness_tls_wire *wire = (harness_tls_wire *)BIO_get_data(bio);
  size_t count = wire->input_count < (size_t)capacity ? wire->input_count : (size_t)capacity;
  BIO_clear_retry_flags(bio);
  if (count == 0) {
    BIO_set_retry_read(bio);
    return -1;
  }
  memcpy(bytes, wire->input, count);
  wire->input += count;
  wire->input_count -= count;
  return (int)count;
}

static int harness_tls_wire_write(BIO *bio, const char *bytes, int count) {
  harness_tls_wire *wire = (harness_tls_wire *)BIO_get_data(bio);
  BIO_clear_retry_flags(bio);
  if ((size_t)count > wire->output_capacity - wire->output_count) {
    BIO_set_retry_write(bio);
    return -1;
  }
  memcpy(wire->output + wire->output_count, bytes, (size_t)count);
  wire->output_count += (size_t)count;
  return count;
}

static long harness_tls_wire_control(BIO *bio, int command, long argument, void *pointer) {
  (void)bio, (void)argument, (void)pointer;
  return command == BIO_CTRL_FLUSH;
}

/* The kind of BIO that `harness_tls_attach` makes; NULL without memory. */
static inline BIO_METHOD *harness_tls_wire_method(void) {
  BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
  if (!method) return NULL;
  BIO_meth_set_read(method, harness_tls_wire_read);
  BIO_meth_set_write(method, harness_tls_wire_write);
  BIO_meth_set_ctrl(method, harness_tls_wire_control);
  return method;
}

/* Lets a connection read from and write to `wire`; 0 without memory. The connection frees the BIO. */
static inline int harness_tls_attach(SSL *connection, const BIO_METHOD *method, harness_tls_wire *wire) {
  BIO *bio = BIO_new(method);
  if (!bio) return 0;
  BIO_set_data(bio, wire);
  BIO_set_init(bio, 1);
  SSL_set_bio(connection, bio, bio);
  return 1;
}

/* Writes the 32 bytes of SHA-256 (FIPS 180-4) of `length` bytes; 1, or 0 when the library has no memory. */
static inline int harness_sha256(const void *bytes, size_t length, unsigned char *digest) {
  return EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL);
}
#endif
