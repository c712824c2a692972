# Other names for ./run, for those whose fingers say make. Arguments: make test ARGS="-k tickets".
.PHONY: serve test check bench
serve test check bench:
	@./run $@ $(ARGS)
