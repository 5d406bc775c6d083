# What goes into which package (packaging/build.sh makes them): everything lies in one folder that belongs to one version,
# bin/ and share/omote/. Pages, weights and the simulators' people are made by ./dev, not by CMake.
set(OMOTE_WEB ${CMAKE_SOURCE_DIR}/build/web CACHE PATH "built pages")
set(OMOTE_DATA ${CMAKE_SOURCE_DIR}/build/data CACHE PATH "weights, people, specimens")
set(share share/omote)

install(TARGETS omote omote-probe omote-photo-decoder omote-watch RUNTIME DESTINATION bin COMPONENT omote-cli)

install(TARGETS omote-host omote-card-worker RUNTIME DESTINATION bin COMPONENT omote-host)
install(DIRECTORY ${OMOTE_WEB}/console DESTINATION ${share}/web COMPONENT omote-host)

install(TARGETS omote-terminal RUNTIME DESTINATION bin COMPONENT omote-terminal)
install(DIRECTORY ${OMOTE_WEB}/kiosk DESTINATION ${share}/web COMPONENT omote-terminal)
install(DIRECTORY ${OMOTE_DATA}/self-test DESTINATION ${share} COMPONENT omote-terminal PATTERN ".*" EXCLUDE)

install(DIRECTORY ${OMOTE_DATA}/models DESTINATION ${share} COMPONENT omote-models FILES_MATCHING PATTERN "*.omm")

install(TARGETS omote-sim omote-card omote-card-holder omote-manifest RUNTIME DESTINATION bin COMPONENT omote-sim)
install(TARGETS omote_ifd LIBRARY DESTINATION bin COMPONENT omote-sim)
install(DIRECTORY ${OMOTE_WEB}/bench DESTINATION ${share}/web COMPONENT omote-sim)
install(DIRECTORY ${OMOTE_DATA}/people DESTINATION ${share} COMPONENT omote-sim PATTERN ".lock" EXCLUDE PATTERN "*.stamp" EXCLUDE)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/sim/personas DESTINATION ${share} COMPONENT omote-sim FILES_MATCHING PATTERN "*.yaml")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/scenarios DESTINATION ${share} COMPONENT omote-sim FILES_MATCHING PATTERN "*.yaml")
