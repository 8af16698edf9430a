#ifndef HARNESS_CCURL_H
#define HARNESS_CCURL_H
#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic and so invisible to Swift: one typed wrapper per argument type. */
static inline CURLcode harness_curl_set_long(CURL *curl, CURLoption option, long value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLcode harness_curl_set_pointer(CURL *curl, CURLoption option, const void *value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLcode harness_curl_set_string(CURL *curl, CURLoption option, const char *value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLMcode harness_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}
typedef size_t (*harness_curl_transfer)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode harness_curl_set_transfer(CURL *curl, CURLoption option, harness_curl_transfer callback) {
  return curl_easy_setopt(curl, option, callback);
}
static inline CURLcode harness_curl_get_long(CURL *curl, CURLINFO info, long *value) {
  return curl_easy_getinfo(curl, info, value);
}
static inline CURLcode harness_curl_get_offset(CURL *curl, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(curl, info, value);
}
/* The text belongs to the handle; NULL when there is none. */
static inline const char *harness_curl_get_string(CURL *curl, CURLINFO info) {
  const char *text = NULL;
  return curl_easy_getinfo(curl, info, &text) == CURLE_OK ? text : NULL;
}
#endif
