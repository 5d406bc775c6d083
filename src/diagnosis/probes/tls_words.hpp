// Private to the look at TLS: what the library's many error numbers mean to a clinic.
#pragma once

#include <openssl/types.h>

#include <string>

namespace omote::diagnosis {

// What a check of the server's certificate found (X509_V_ERR_…): "expired", "not_yet_valid", "wrong_name", "unknown_authority".
[[nodiscard]] std::string word_for_certificate(int error);
// Why a conversation ended, by the library's reason (SSL_R_…). `met_server`: its certificate had come already.
[[nodiscard]] std::string word_for_end(int reason, bool met_server);

}  // namespace omote::diagnosis
