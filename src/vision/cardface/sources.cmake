# The reader of the card front; profile and weights are compiled in.
include(${CMAKE_SOURCE_DIR}/cmake/embed.cmake)
omote_embed(${CMAKE_CURRENT_BINARY_DIR}/print_net_data.cpp omote_print_net ${CMAKE_SOURCE_DIR}/catalogue/card_profiles/print-1.opn)
omote_embed(${CMAKE_CURRENT_BINARY_DIR}/card_profile_data.cpp omote_card_profile ${CMAKE_SOURCE_DIR}/catalogue/card_profiles/specimen-1.json)
set(CARDFACE_SOURCES
  cardface/built_in.cpp
  cardface/card_edges.cpp
  cardface/card_face_reader.cpp
  cardface/convolution.cpp
  cardface/decoder.cpp
  cardface/frame_reader.cpp
  cardface/layout_match.cpp
  cardface/line_cut.cpp
  cardface/line_image.cpp
  cardface/print_dates.cpp
  cardface/print_net.cpp
  cardface/profile.cpp
  ${CMAKE_CURRENT_BINARY_DIR}/print_net_data.cpp
  ${CMAKE_CURRENT_BINARY_DIR}/card_profile_data.cpp)
set_source_files_properties(cardface/convolution.cpp PROPERTIES COMPILE_OPTIONS "-O3;-ffast-math")
