# omote_embed(OUT SYMBOL FILE): writes OUT (.cpp) that defines `extern const unsigned char SYMBOL[]` and SYMBOL_size with
# the bytes of FILE. At build time: cmake -DOUT= -DSYMBOL= -DFILE= -P embed.cmake.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${FILE} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  file(WRITE ${OUT} "extern const unsigned char ${SYMBOL}[];\nextern const unsigned long ${SYMBOL}_size;\nconst unsigned char ${SYMBOL}[] = {${bytes}};\nconst unsigned long ${SYMBOL}_size = ${size};\n")
else()
  set(OMOTE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
  function(omote_embed out symbol file)
    add_custom_command(OUTPUT ${out} COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DSYMBOL=${symbol} -DFILE=${file} -P ${OMOTE_EMBED_SCRIPT}
      DEPENDS ${file} ${OMOTE_EMBED_SCRIPT} VERBATIM)
  endfunction()
endif()
