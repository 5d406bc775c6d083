# The photo decoder: the host's side is part of omote_vision, the jailed side a program of its own, started by omote-host and
# installed beside it. It carries nothing else of the vision library: what is not there cannot be attacked.
set(DECODE_SOURCES decode/photo_decoder_posix.cpp)
add_library(omote_decode_jailed STATIC decode/jail_linux.cpp decode/jp2.cpp)
target_link_libraries(omote_decode_jailed PUBLIC omote_ports PRIVATE omote_options PkgConfig::OPENJP2 PkgConfig::SECCOMP)
add_executable(omote-photo-decoder decode/main.cpp)
target_link_libraries(omote-photo-decoder PRIVATE omote_decode_jailed omote_options)
set_target_properties(omote-photo-decoder PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
